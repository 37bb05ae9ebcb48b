import "guiyan/react";
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";

const { service, token } = Object.fromEntries(new URLSearchParams(location.search));

function Portal() {
  const [english, setEnglish] = useState(false);
  const [shown, setShown] = useState(true);
  const [signedIn, setSignedIn] = useState(false);
  const [told, setTold] = useState([]);
  const tell = (event) => setTold((before) => [...before, event.type]);
  return (
    <>
      <button type="button" onClick={() => setEnglish(!english)}>语言</button>
      <button type="button" onClick={() => setShown(!shown)}>显示</button>
      <button type="button" onClick={() => setSignedIn(!signedIn)}>登录</button>
      <output>{told.join(" ")}</output>
      {shown && (
        <guiyan-branch
          branch="xinzhou-beijing"
          service={service}
          lang={english ? "en" : "zh-CN"}
          token={signedIn ? token : undefined}
          onguiyan-ready={tell}
        >
          <a href={`${service}/branches/xinzhou-beijing`}>信州区驻北京流动党员党支部</a>
        </guiyan-branch>
      )}
    </>
  );
}

createRoot(document.getElementById("root")).render(
  <StrictMode>
    <Portal />
  </StrictMode>,
);
