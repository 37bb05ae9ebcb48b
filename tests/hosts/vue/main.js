import "guiyan/vue";
import { createApp, h, ref } from "vue";

const { service, token } = Object.fromEntries(new URLSearchParams(location.search));

const Portal = {
  setup() {
    const english = ref(false);
    const shown = ref(true);
    const signedIn = ref(false);
    const told = ref([]);
    const flip = (what) => () => (what.value = !what.value);
    // As a compiled template: making functions of text is what strict policies forbid.
    return () => [
      h("button", { type: "button", onClick: flip(english) }, "语言"),
      h("button", { type: "button", onClick: flip(shown) }, "显示"),
      h("button", { type: "button", onClick: flip(signedIn) }, "登录"),
      h("output", told.value.join(" ")),
      shown.value &&
        h(
          "guiyan-branch",
          {
            branch: "xinzhou-beijing",
            service,
            lang: english.value ? "en" : "zh-CN",
            token: signedIn.value ? token : undefined,
            onGuiyanReady: (event) => told.value.push(event.type),
          },
          h("a", { href: `${service}/branches/xinzhou-beijing` }, "信州区驻北京流动党员党支部"),
        ),
    ];
  },
};

createApp(Portal).mount("#root");
