package dev.imas.core.load;

import dev.imas.core.load.LoadPlan.Mode;
import dev.imas.core.platform.Terminal;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Runs a plan: connects, warms up, measures, and checks what IMAS stored. */
public final class LoadRun {

  private final LoadPlan plan;
  private final Console console;
  private final String run = Long.toString(System.currentTimeMillis(), 36);
  private final ResultFile result;

  /**
   * @param version the version of this tool, for the result
   * @param terminal the terminal for the output; if a person watches it, progress overwrites the
   *     last line
   */
  public LoadRun(LoadPlan plan, String version, PrintWriter out, Terminal terminal) {
    this.plan = plan;
    this.console = new Console(out, terminal);
    this.result = new ResultFile(plan, version, run);
  }

  /**
   * @return whether IMAS counted and stored what was sent; true if that is not checked
   * @throws StormFailure if a target does not answer, or other programs disturbed a comparison
   */
  public boolean run() {
    console.announce(plan, run);
    try (LoadTargets targets = LoadTargets.of(plan, run)) {
      TenantCheck check = TenantCheck.begin(plan, run);
      LoadGenerator generator = targets.first().generator();
      if (plan.beside() != null) {
        compare(targets, plan.beside());
      } else {
        measure(generator);
      }
      console.refusal(generator.firstRefusal());
      List<Reckoning> reckonings = check.reckon(generator);
      reckonings.forEach(console::reckoning);
      result.checked(reckonings);
      return reckonings.stream().allMatch(Reckoning::holds);
    } finally {
      // If something failed, this writes what is known so far.
      result.write();
    }
  }

  private void compare(LoadTargets targets, LoadPlan.Beside beside) {
    TargetComparison comparison = new TargetComparison(plan, beside, targets, console);
    result.compared(comparison.run());
  }

  private void measure(LoadGenerator generator) {
    generator.open();
    if (!plan.warmup().isZero()) {
      console.phase("Warming up");
      // The warm-up has the same load as the measurement.
      Phase phase = plan.phase();
      generator.run(new Phase(phase.rate(), plan.warmup(), Duration.ZERO), console);
    }
    if (plan.mode() instanceof Mode.Search(Duration p99)) {
      search(generator, p99);
      return;
    }
    console.phase("Measuring");
    PhaseResult measured = generator.run(plan.phase(), console);
    console.result(measured, plan.shape().alertsPerRequest());
    result.measured(measured);
  }

  private void search(LoadGenerator generator, Duration p99) {
    console.phase("Measuring, as fast as answers come");
    PhaseResult ceiling = generator.run(Phase.saturation(plan.duration()), console);
    console.result(ceiling, plan.shape().alertsPerRequest());
    result.measured(ceiling);
    double highest = Math.max(1, ceiling.goodput());
    List<SaturationSearch.Step<PhaseResult>> steps =
        SaturationSearch.run(
            highest,
            rate -> {
              console.phase("Measuring on schedule, " + Math.round(rate) + " posts/s");
              PhaseResult found =
                  generator.run(new Phase(rate, plan.duration(), plan.ramp()), console);
              boolean holds = holds(found, p99);
              console.step(rate, found, holds);
              return new SaturationSearch.Step<>(rate, holds, found);
            });
    Optional<SaturationSearch.Step<PhaseResult>> best =
        steps.stream()
            .filter(SaturationSearch.Step::holds)
            .max(Comparator.comparingDouble(SaturationSearch.Step::rate));
    best.ifPresent(step -> console.result(step.result(), plan.shape().alertsPerRequest()));
    console.found(best.map(SaturationSearch.Step::rate).orElse(0.0), highest, p99);
    result.searched(new ArrayList<>(steps), best.map(SaturationSearch.Step::rate).orElse(0.0));
  }

  private static boolean holds(PhaseResult found, Duration p99) {
    return found.notSent() == 0
        && found.counts().errors() == 0
        && found.counts().successful() == found.counts().sent
        && found.latencies().getValueAtPercentile(99) <= p99.toNanos();
  }
}
