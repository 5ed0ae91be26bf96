/** What it makes has these names in every language, so that it is known again. */
export const SAMPLE = {
  team: "Sample team",
  policy: "Sample: pages nobody",
  source: "Sample data",
  services: ["Sample checkout", "Sample search", "Sample orders", "Sample mail"],
} as const;
