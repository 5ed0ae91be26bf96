import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

// The dashboard's sources name each other without the ending, as its bundler has it.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith(".") && context.parentURL !== undefined) {
      for (const end of [".ts", "/index.ts"]) {
        const url = new URL(specifier + end, context.parentURL).href;
        if (existsSync(fileURLToPath(url))) return next(url, context);
      }
    }
    return next(specifier, context);
  },
});
