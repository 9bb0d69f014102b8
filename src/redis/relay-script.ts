/**
 * What the one-off dyno runs: a shell that reads its commands from the stream, as `heroku run bash` does. The command
 * line holds no address and no secret. It has neither `$` nor quotation marks inside, because the launcher of Cloud Native
 * Buildpacks evaluates each word again (buildpacks/lifecycle, launch/bash.go). It prints a line at once: whoever waits for
 * the first output before it sends anything does not wait for ever.
 */
export function relayCommand({ cnb }: { readonly cnb: boolean }): string {
  return `${cnb ? 'launcher ' : ''}sh -c 'echo heroku-redis-action; bash || sh'`
}

/**
 * The relay, a POSIX shell script for any image. It opens one TCP connection at a time and copies bytes both ways: with
 * bash's /dev/tcp, else with socat or nc. Each message is one line in plain ASCII, because a shell cannot hold NUL bytes
 * and stdout and stderr of a dyno are one stream:
 *
 *   to the relay     e <base64>          answer the same, to measure the round trip
 *                    o <id> <host> <port>   open a connection
 *                    d <base64>          send
 *                    x <id>              close
 *   from the relay   <nonce> ready <way> · <nonce> missing <program>
 *                    <nonce> e <base64>
 *                    <nonce> open <id> · <nonce> failed <id> · <nonce> closed <id>
 *                    <nonce> d <id> <base64>
 *
 * Other lines are what programs say on stderr: the reason of a connection that failed. All of it is defined before
 * `relay` runs, because a shell that reads its script from a stream may have read ahead.
 */
export function relayScript(nonce: string): string {
  return script.replace('NONCE', nonce)
}

const script = String.raw`
say() { printf '\n%s %s\n' "$nonce" "$*"; }

encode() { base64 | tr -d '\n'; }

serve() {
  id=$1 host=$2 port=$3
  case $way in
  bash)
    exec 3<>"/dev/tcp/$host/$port" || { say "failed $id"; exit; }
    cat <"$dir/up" >&3 &
    pipe=$!
    ;;
  *)
    mkfifo "$dir/down"
    case $host in *:*) bracketed="[$host]" ;; *) bracketed=$host ;; esac
    : >"$dir/log"
    if [ "$way" = socat ]; then
      socat -d -d - "TCP:$bracketed:$port" <"$dir/up" >"$dir/down" 2>"$dir/log" &
    else
      nc -v "$host" "$port" <"$dir/up" >"$dir/down" 2>"$dir/log" &
    fi
    pipe=$!
    trap 'kill $pipe 2>/dev/null; exit' TERM
    exec 3<"$dir/down"
    tries=0
    until grep -qiE 'successfully connected|succeeded|connected to|\) open' "$dir/log"; do
      kill -0 $pipe 2>/dev/null || { cat "$dir/log"; say "failed $id"; exit; }
      # Some say nothing: then it is open if it is still there.
      tries=$((tries + 1))
      [ $tries -lt 30 ] || [ "$way" = socat ] || break
      sleep 0.1 2>/dev/null || sleep 1
    done
    ;;
  esac
  say "open $id"
  while :; do
    dd bs=12288 count=1 <&3 >"$dir/chunk" 2>/dev/null &
    read=$!
    trap 'kill $pipe $read 2>/dev/null; exit' TERM
    wait $read
    [ -s "$dir/chunk" ] || break
    say "d $id $(encode <"$dir/chunk")"
  done
  kill $pipe 2>/dev/null
  say "closed $id"
}

stop() {
  [ -z "$server" ] || { kill $server; wait $server; } 2>/dev/null
  server=
}

relay() {
  nonce=NONCE
  LC_ALL=C
  export LC_ALL
  exec 2>&1
  for program in base64 dd mkfifo mktemp tr; do
    command -v $program >/dev/null || { say "missing $program"; return; }
  done
  way=
  for program in nc socat; do
    command -v $program >/dev/null && way=$program
  done
  [ -z "$BASH_VERSION" ] || way=bash
  [ -n "$way" ] || { say 'missing bash, socat and nc'; return; }
  dir=$(mktemp -d) || return
  trap 'rm -rf "$dir"' EXIT
  server=
  say "ready $way"
  while IFS=' ' read -r verb one two three; do
    case $verb in
    e) say "e $(printf %s "$one" | base64 -d | encode)" ;;
    o)
      stop
      rm -f "$dir"/*
      mkfifo "$dir/up"
      # For reading and writing: to open it does not wait for the other side.
      exec 4<>"$dir/up"
      serve "$one" "$two" "$three" &
      server=$!
      ;;
    d) printf %s "$one" | base64 -d >&4 ;;
    x)
      stop
      say "closed $one"
      ;;
    esac
  done
  stop
}

relay
`
