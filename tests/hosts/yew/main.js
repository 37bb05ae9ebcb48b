import start from "/built/yew/host.js";

await start();
