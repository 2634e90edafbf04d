// Lint of the scripts of the council's map; `npm run lint` runs it from the top of the repository.
import js from "@eslint/js";
import globals from "globals";

const ASSETS = "placement/output/webmap/assets";

export default [
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    rules: {
      "complexity": ["error", 10],
      "eqeqeq": "error",
      "max-lines": ["error", 300],
      "no-shadow": "error",
      "no-use-before-define": ["error", { functions: false }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
  {
    // No document, no Leaflet: what Node can test.
    files: [`${ASSETS}/core/**/*.js`],
    languageOptions: { globals: { URLSearchParams: "readonly", atob: "readonly" } },
    rules: { "no-restricted-imports": ["error", { patterns: ["../page/*"] }] },
  },
  {
    files: [`${ASSETS}/page/**/*.js`, `${ASSETS}/council.js`, `${ASSETS}/internal.js`, `${ASSETS}/public.js`, `${ASSETS}/difference.js`],
    languageOptions: { globals: { ...globals.browser, L: "readonly", map_council: "readonly" } },
    rules: { "no-restricted-properties": ["error", ...["innerHTML", "outerHTML", "insertAdjacentHTML"].map((property) => ({ property, message: "Data never becomes HTML." }))] },
  },
  { files: ["tests/webmap/**/*.js"], languageOptions: { globals: globals.node } },
];
