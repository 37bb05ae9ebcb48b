import "guiyan/react";
import { useRef } from "react";
import type { GuiyanBranch } from "guiyan";

export function Branch({ token }: { token: string | undefined }) {
  const branch = useRef<GuiyanBranch>(null);
  return (
    <guiyan-branch
      ref={branch}
      key="beijing"
      className="branch"
      branch="xinzhou-beijing"
      mode="elder"
      token={token}
      getToken={async () => "token"}
      onguiyan-ready={() => branch.current?.refresh()}
      onguiyan-error={({ detail }) => console.log(detail.code)}
    >
      <a href="/branch">支部</a>
    </guiyan-branch>
  );
}

// @ts-expect-error: `mode` is `standard` or `elder`
export const wrong = <guiyan-branch mode="large" />;
