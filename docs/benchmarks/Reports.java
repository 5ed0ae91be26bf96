import dev.imas.core.report.Report;
import dev.imas.core.report.ReportFormat;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;

/** Writes reports of some sizes in each form, and prints the best of five rounds. reports.sh starts it. */
public final class Reports {

  public static void main(String[] args) {
    for (int rows : new int[] {20, 1_000, 5_000}) {
      Report report = of(rows);
      for (ReportFormat format : ReportFormat.values()) {
        long wall = Long.MAX_VALUE;
        long cpu = Long.MAX_VALUE;
        int bytes = 0;
        for (int round = 0; round < 5; round++) {
          long cpuBefore = cpu();
          long before = System.nanoTime();
          bytes = format.write(report).length;
          wall = Math.min(wall, System.nanoTime() - before);
          cpu = Math.min(cpu, cpu() - cpuBefore);
        }
        System.out.printf(
            "%5d rows %-8s %6d ms, %6d ms of processor, %6d KB%n",
            rows, format, wall / 1_000_000, cpu / 1_000_000, bytes / 1024);
      }
    }
  }

  private static Report of(int rows) {
    List<List<String>> lines =
        IntStream.range(0, rows)
            .mapToObj(
                i ->
                    List.of(
                        "26/11/2026 03:04:%02d".formatted(i % 60),
                        "ada",
                        "Payments database: replication lag is " + i + " s on db-" + i % 7))
            .toList();
    return new Report(
        "Incident report INC-7F3KX",
        "en",
        List.of(new Report.Fact("Service", "payments")),
        List.of(
            Report.Section.of(
                "Timeline", new Report.Table(List.of("Time", "By", "Message"), lines))));
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean)
            ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
