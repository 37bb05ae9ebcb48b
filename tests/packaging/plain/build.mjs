/** Nothing is built: the browser takes the package as npm has put it. */
export default function () {
  return "index.html";
}
