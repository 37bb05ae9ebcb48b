// Every handler of this portal is broken.

const branch = document.querySelector("guiyan-branch");
for (const name of ["ready", "change", "sign-in-needed", "error"]) {
  branch.addEventListener(`guiyan-${name}`, () => {
    throw new Error(`the portal's own fault, on ${name}`);
  });
}
branch.getToken = () => {
  throw new Error("the portal's own fault, asked for a token");
};
