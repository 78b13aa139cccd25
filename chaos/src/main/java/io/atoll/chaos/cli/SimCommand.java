package io.atoll.chaos.cli;

import io.atoll.chaos.Detail;
import io.atoll.chaos.Experiment;
import io.atoll.chaos.Run;
import io.atoll.chaos.SeedRuns;
import io.atoll.chaos.Verdict;
import io.atoll.chaos.world.Repair;
import io.atoll.chaos.world.Shape;
import io.atoll.chaos.world.World;
import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.StopSignal;
import io.atoll.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs simulated clusters under faults, one per seed. */
@Command(
    name = "sim",
    description = "Run whole clusters in a deterministic simulation with faults, and judge them.",
    footer = {
      "",
      "A run is a function of its seed: nodes crash, lose power in mid-write, pause, are cut off"
          + " or",
      "away for weeks; the network drops, doubles, delays and holds back; disks fill up, fail, are",
      "slow, damaged or replaced; clocks jump and drift; clients read and write through it all."
          + " Then",
      "everything heals, and checkers judge whether every promise was kept. A range of seeds ends",
      "with a line for each fault: in how many it struck, and met a request in flight.",
      "",
      "Examples:",
      "  atoll sim --seeds 1..100",
      "  atoll sim --seeds 42 --transcript seed42.txt --messages",
      "  atoll sim --seeds 1..100 --experiment sessions",
      "  atoll sim --seeds 1..100 --without read-repair",
      "",
      "Seeds run on all cores; what a seed does is the same whatever runs beside it. Ctrl-C stops,",
      "and says what was found so far.",
      "",
      "Exit codes: 0 every seed is good, 1 some are not or it was stopped, 2 wrong usage."
    })
public final class SimCommand implements Callable<Integer> {
  private static final int MAX_DCS = 7;
  private static final int MAX_NODES = 30;
  private static final int USUAL = 3;
  private static final int MAX_JOBS = 1_024;
  private static final int SHOWN_IN_FULL = 3;

  private final Terminal terminal;
  private final List<Long> broken = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Option(
      names = "--seeds",
      paramLabel = "A..B",
      required = true,
      converter = SeedRange.Converter.class,
      description = "The seeds to run, both ends included, or a single one.")
  private SeedRange seeds;

  @Option(
      names = "--experiment",
      paramLabel = "NAME",
      defaultValue = "store",
      converter = ExperimentChoice.class,
      description =
          "store: clients talk to nodes directly; sessions: users of the client library move"
              + " between datacenters. Default ${DEFAULT-VALUE}.")
  private Experiment experiment;

  @Option(
      names = "--dcs",
      paramLabel = "N",
      description =
          "Datacenters, 1 to " + MAX_DCS + ", instead of the cluster that the seed chooses.")
  private Integer dcs;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description =
          "Nodes per datacenter, 1 to "
              + MAX_NODES
              + ", instead of the cluster that the seed chooses.")
  private Integer nodes;

  @Option(
      names = "--without",
      paramLabel = "REPAIR",
      converter = RepairChoice.class,
      description =
          "A way to bring replicas together that the nodes do without, so that the others are"
              + " judged alone: ${COMPLETION-CANDIDATES}.",
      completionCandidates = RepairChoice.There.class)
  private List<Repair> without = List.of();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many seeds run at a time; default: one on each core.")
  private int jobs = SeedRuns.allCores();

  @Option(
      names = "--transcript",
      paramLabel = "FILE",
      description =
          "Write the transcript of a single seed there, every request included, whether it is"
              + " good or not.")
  private Path transcript;

  @Option(
      names = "--messages",
      description = "Have every message in the transcript, whether it arrived or was lost.")
  private boolean messages;

  SimCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    check("--dcs", dcs == null ? USUAL : dcs, MAX_DCS);
    check("--nodes", nodes == null ? USUAL : nodes, MAX_NODES);
    check("--jobs", jobs, MAX_JOBS);
    if (transcript != null && seeds.count() > 1) {
      throw new ParameterException(
          spec.commandLine(), "--transcript goes with a single seed, such as --seeds 42");
    }
    if (messages && transcript == null) {
      throw new ParameterException(spec.commandLine(), "--messages goes with --transcript FILE");
    }
    Experiment there = experiment.in(this::changed);
    StopSignal stop = terminal.stop().get();
    try (SimProgress progress = new SimProgress(terminal, seeds.count())) {
      SeedRuns runs = new SeedRuns(seed -> new Run(there, seed, detail()).verdict(), jobs);
      runs.run(seeds.first(), seeds.last(), progress.then(this::tell), stop::isRaised);
      progress.summary(broken).forEach(terminal::say);
      boolean all = progress.done() == seeds.count();
      return all && broken.isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
    }
  }

  private void tell(Verdict verdict) {
    terminal.say(verdict.toString());
    if (!verdict.isGood()) {
      broken.add(verdict.seed());
    }
    if (transcript != null) {
      write(verdict);
    } else if (!verdict.isGood()) {
      show(verdict);
    }
  }

  private Detail detail() {
    return transcript == null ? Detail.USUAL : messages ? Detail.MESSAGES : Detail.REQUESTS;
  }

  private World changed(World chosen) {
    World repaired = chosen.with(chosen.repairs().without(without));
    return dcs == null && nodes == null
        ? repaired
        : repaired.with(Shape.of(dcs == null ? USUAL : dcs, nodes == null ? USUAL : nodes));
  }

  private static void check(String option, int value, int max) {
    CommandFailure.require(value >= 1 && value <= max, option, value, "1 to " + max);
  }

  /** The first few in full, for where one seed is red many often are, for the same reason. */
  private void show(Verdict verdict) {
    if (broken.size() <= SHOWN_IN_FULL) {
      verdict.transcript().forEach(line -> terminal.say("  " + line));
    }
    verdict.broken().forEach(line -> terminal.say("  BROKEN " + line));
  }

  private void write(Verdict verdict) {
    List<String> lines = new ArrayList<>(verdict.transcript());
    verdict.broken().forEach(line -> lines.add("BROKEN " + line));
    Path file = terminal.resolve(transcript);
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new CommandFailure("--transcript: " + file + " cannot be written: " + e.getMessage());
    }
  }
}
