// A portal that fills in what it knows before the element's script is there.

const branch = document.querySelector("guiyan-branch");
branch.asked = 0;
branch.token = "overruled by getToken";
branch.getToken = async () => {
  branch.asked += 1;
  return new URLSearchParams(location.search).get("token");
};
addEventListener("load-guiyan", () => import("/guiyan/portal.js"));
