import "guiyan/vue";
import type { GlobalComponents } from "vue";

type Props = InstanceType<GlobalComponents["GuiyanBranch"]>["$props"];

export const props: Props = {
  class: "branch",
  branch: "xinzhou-beijing",
  lang: "en",
  getToken: () => undefined,
  onGuiyanReady: () => {},
  onGuiyanSignInNeeded: (event) => console.log(event.type),
  onGuiyanError: ({ detail }) => console.log(detail.code),
};

// @ts-expect-error: there is no such page
export const wrong: Props = { page: "somewhere" };
