package io.atoll.chaos.fault;

import java.util.List;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/** The catalogue of faults: one line for each way in which something goes wrong. */
public final class Faults {
  private static final List<Kind> KINDS =
      List.of(
          new Kind(2, Crash::choose),
          new Kind(1, CrashInDiskOperation::choose),
          new Kind(1, Pause::choose),
          new Kind(1, Partition::choose),
          new Kind(1, Partition::aroundDc),
          new Kind(1, NoDatagrams::choose),
          new Kind(1, NoStreams::choose),
          new Kind(1, DcDown::choose),
          new Kind(1, DiskFull::choose),
          new Kind(1, ClockOff::choose),
          new Kind(1, BadNetwork::choose));

  private Faults() {}

  /**
   * One line.
   *
   * @param weight how likely it is, against the others
   * @param choice of a fault of this kind, by chance
   */
  private record Kind(int weight, BiFunction<RandomGenerator, Targets, Fault> choice) {}

  /** Any fault. */
  static Fault choose(RandomGenerator random, Targets targets) {
    int at = random.nextInt(KINDS.stream().mapToInt(Kind::weight).sum());
    for (Kind kind : KINDS) {
      at -= kind.weight();
      if (at < 0) {
        return kind.choice().apply(random, targets);
      }
    }
    throw new IllegalStateException("the weights do not add up");
  }
}
