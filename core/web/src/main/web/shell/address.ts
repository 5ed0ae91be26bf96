/** What a proxy has before each path, such as "/imas"; empty without one. */
export const prefix: string = document.querySelector<HTMLMetaElement>("meta[name=imas-prefix]")?.content ?? "";
