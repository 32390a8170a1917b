/** A style sheet as text, for `CSSStyleSheet.replaceSync`: a strict CSP allows that, and no `<style>` element. */
declare module '*.css?inline' {
  const css: string;
  export default css;
}
