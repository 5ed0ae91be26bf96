package dev.imas.e2e.fault;

import dev.imas.e2e.ImasProcess;

/** One reading of {@code /metrics}. */
record Metrics(String text) {

  static Metrics of(ImasProcess imas) {
    return new Metrics(imas.metrics());
  }

  /**
   * The sum of all samples of that name with all of those labels, 0 where there is none.
   *
   * @param labels such as {@code reason="too_slow"}
   */
  double sum(String name, String... labels) {
    double sum = 0;
    for (String line : text.split("\n")) {
      if (line.startsWith(name + " ") || line.startsWith(name + "{")) {
        boolean all = true;
        for (String label : labels) {
          all &= line.contains(label);
        }
        if (all) {
          sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
        }
      }
    }
    return sum;
  }
}
