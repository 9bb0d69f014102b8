export const id = 24;
export const ids = [24];
export const modules = {

/***/ 4024:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   tryLogin: () => (/* binding */ tryLogin)
/* harmony export */ });
/* harmony import */ var _utils_abort_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(529);
/* harmony import */ var _connection_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2632);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1953);
/* harmony import */ var _socket_source_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6944);




/** One connection and one login, without a retry, and no command after it. @throws the reason of a cancelled run */
async function tryLogin(request) {
    const { endpoint, tlsVerify, connectTimeoutMs, signal, log, source = _socket_source_js__WEBPACK_IMPORTED_MODULE_3__/* .directSource */ .n } = request;
    const settings = { label: 'login', endpoint, tlsVerify, commandTimeoutMs: connectTimeoutMs, signal, log };
    const limit = (0,_utils_abort_js__WEBPACK_IMPORTED_MODULE_0__/* .timeLimit */ .zc)(connectTimeoutMs, signal);
    const outcome = await (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .settle */ .G9)(_connection_js__WEBPACK_IMPORTED_MODULE_1__/* .Connection */ .N.open(source, settings, limit, { timings: {} }));
    if (outcome.ok) {
        outcome.value.close();
        return { result: 'accepted' };
    }
    const { reason, message } = outcome.failure;
    const isRefused = reason === 'redis-wrong-password' || reason === 'redis-auth-required';
    return isRefused ? { result: 'refused' } : { result: 'unknown', why: message };
}


/***/ })

};
