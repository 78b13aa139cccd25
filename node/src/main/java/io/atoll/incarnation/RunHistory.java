package io.atoll.incarnation;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The newest runs that a data directory knows of its node: those it served in, begun or only
 * attempted, and those of other directories of the node that it has heard of and renewed its
 * incarnation for. None of them can have used its incarnation without its knowledge.
 *
 * @param runs by number, rising, at most {@link #MAX}
 */
public record RunHistory(List<Run> runs) {
  /** How many are kept: a peer that was away for as many starts takes the node for another. */
  public static final int MAX = 64;

  /** Of a directory that has none yet. */
  public static final RunHistory NONE = new RunHistory(List.of());

  public RunHistory {
    runs = List.copyOf(runs);
    for (int i = 1; i < runs.size(); i++) {
      if (runs.get(i).number() <= runs.get(i - 1).number()) {
        throw new IllegalArgumentException(
            "run %s is not after run %s".formatted(runs.get(i), runs.get(i - 1)));
      }
    }
    if (runs.size() > MAX) {
      throw new IllegalArgumentException(
          "%d runs; at most %d are kept".formatted(runs.size(), MAX));
    }
  }

  public boolean contains(Run run) {
    return runs.contains(run);
  }

  public Optional<Run> newest() {
    return runs.isEmpty() ? Optional.empty() : Optional.of(runs.getLast());
  }

  /** The next run. */
  public Run next(RandomGenerator random) {
    return new Run(newest().map(Run::number).orElse(0L) + 1, random.nextLong());
  }

  /**
   * With one more; the oldest of the others makes room: whoever knows of an older one yet would
   * refuse a node that forgot it at once, and again and again. Of two runs of one number the one
   * that is added stays, for whoever knows of it would refuse the other.
   */
  public RunHistory with(Run run) {
    List<Run> next = new ArrayList<>(runs);
    next.removeIf(known -> known.number() == run.number());
    int at = 0;
    while (at < next.size() && next.get(at).number() < run.number()) {
      at++;
    }
    next.add(at, run);
    if (next.size() > MAX) {
      next.remove(at == 0 ? 1 : 0);
    }
    return new RunHistory(next);
  }

  /** Those before a run. */
  List<Run> before(Run run) {
    return runs.stream().filter(earlier -> earlier.number() < run.number()).toList();
  }

  static void write(ByteWriter out, List<Run> runs) {
    out.writeVarint(runs.size());
    runs.forEach(run -> run.write(out));
  }

  /** Reads what {@link #write} wrote; the order is the caller's to check. */
  static List<Run> read(ByteReader in) {
    int position = in.position();
    int count = in.readCount(Run.MIN_BYTES, "number of runs");
    if (count > MAX) {
      throw in.malformedAt(position, "%d runs; at most %d are kept".formatted(count, MAX));
    }
    List<Run> runs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      position = in.position();
      Run run = Run.read(in);
      if (!runs.isEmpty() && run.number() <= runs.getLast().number()) {
        throw in.malformedAt(position, "run %s is not after run %s".formatted(run, runs.getLast()));
      }
      runs.add(run);
    }
    return runs;
  }
}
