import { usualDynoBehaviour, type DynoBehaviour } from './dynos.ts'
import { usualLogBehaviour, type LogBehaviour } from './logs.ts'

/** How the data service, attachments, logs and dynos behave. Every value may be changed at any moment. */
export interface DataBehaviour extends LogBehaviour, DynoBehaviour {
  /** Server versions on offer, oldest first. */
  versions: readonly string[]
  /** What happens when an add-on is created with `config: {version}`. */
  versionAtCreation: 'taken' | 'refused' | 'ignored'
  /** So many reads of config vars pass before a rotation takes place. */
  rotationReads: number
  /** Whether the old password still works after a rotation. */
  oldPassword: 'refused' | 'accepted'
  /** The answer where there is no maintenance: 404, an empty list, or one whose status is `none`. */
  noMaintenance: '404' | 'empty' | 'none'
  /** `ruby`: `2019-11-07 22:00:00 +0000`. */
  maintenanceDates: 'iso' | 'ruby'
  /** So many reads of the maintenance that an upgrade plans find it `preparing`; `never`: it stays so. */
  prepareReads: number | 'never'
  /** So many reads of the maintenance find it `running`; `never`: it stays so. */
  runReads: number | 'never'
  /** HTTP status of `confirmation_required`. */
  confirmationStatus: 400 | 423
}

export const usualDataBehaviour: DataBehaviour = {
  ...usualLogBehaviour,
  ...usualDynoBehaviour,
  versions: ['8.1', '9.1'],
  versionAtCreation: 'taken',
  rotationReads: 0,
  oldPassword: 'refused',
  noMaintenance: '404',
  maintenanceDates: 'iso',
  prepareReads: 0,
  runReads: 0,
  confirmationStatus: 423,
}
