import "guiyan/define";

const branch = document.createElement("guiyan-branch");
branch.setAttribute("branch", "xinzhou-beijing");
branch.setAttribute("service", new URLSearchParams(location.search).get("service"));
document.querySelector("main").append(branch);
