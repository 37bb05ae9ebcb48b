/**
 * What the codes of `guiyan-error` ask of an administrator, in Chinese, and the
 * few that are no failed load, in both languages. For the reference pages: no
 * bundle holds it, as the page's own people never read it.
 */
import type { LoadCode } from "./errors.js";

/** The advice of `errors.ts` in 简体中文. */
export const ADVICE_ZH: Record<LoadCode, string> = {
  unsupported:
    "浏览器太旧，页面继续显示标签里原有的内容（需要 Chromium 103、Firefox 115 或 Safari 16.4 以上）",
  csp: "页面的 Content-Security-Policy 不允许；请在 script-src 里加上 'wasm-unsafe-eval'，在 connect-src 里加上文件所在的源",
  mime: "服务器给的不是 WebAssembly；请直接提供这个文件，类型为 application/wasm",
  cors: "对方的源不允许这个页面访问；请让它发送 Access-Control-Allow-Origin（guiyan serve 的 --allow-origin）",
  network: "连不上服务器；设备联网后会自动再试",
  version: "文件和脚本不是同一个版本；请一起上传同一版本的全部文件，并让缓存去取新的",
  status: "服务器返回了错误；请检查同一版本的文件是否全部上传",
};

/** Codes that come once the widget is there: English, then 简体中文. */
export const BESIDES: Record<"unreadable" | "token" | "panic" | "unknown", [string, string]> = {
  unreadable: [
    "the service answered with something that the widget cannot read; check the address in service, and that both are of one version",
    "服务的答复组件看不懂；请检查 service 里的地址，以及两边是不是同一个版本",
  ],
  token: [
    "getToken gave no token, so nobody is signed in here; have it answer within ten seconds, and set it again when somebody signs in",
    "getToken 没有给出令牌，所以这里没有人登录；请让它在十秒内答复，有人登录后再设置一次",
  ],
  panic: [
    "the widget has stopped; people are offered to reload it. Tell the developers what detail.message says",
    "组件已经停止，页面上会请人重新载入；请把 detail.message 告诉开发者",
  ],
  unknown: [
    "something else stood in the way; detail.message and the console say what",
    "出了别的问题；请看 detail.message 和控制台",
  ],
};
