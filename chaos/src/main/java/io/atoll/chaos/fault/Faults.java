package io.atoll.chaos.fault;

import io.atoll.chaos.world.Strife;
import java.util.List;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/** The catalogue of faults: one line for each way in which something goes wrong. */
public final class Faults {
  /** What destroys durable data strikes only where the world allows harm. */
  private static final boolean HARM = true;

  private static final List<Kind> KINDS =
      List.of(
          new Kind(4, Crash.class, Crash::choose),
          new Kind(2, CrashInDiskOperation.class, CrashInDiskOperation::choose),
          new Kind(4, CrashAtPoint.class, CrashAtPoint::choose),
          new Kind(2, CleanStop.class, CleanStop::choose),
          new Kind(1, RestartStorm.class, RestartStorm::choose),
          new Kind(1, DcDown.class, DcDown::choose),
          new Kind(1, PowerFailure.class, PowerFailure::choose),
          new Kind(1, LongAway.class, LongAway::choose),
          new Kind(3, Pause.class, Pause::choose),
          new Kind(2, GrayNode.class, GrayNode::choose),
          new Kind(2, DiskFull.class, DiskFull::choose),
          new Kind(3, FailingDisk.class, FailingDisk::choose),
          new Kind(2, SlowDisk.class, SlowDisk::choose),
          new Kind(3, ReplacedDisk.class, HARM, ReplacedDisk::choose),
          new Kind(3, PutBack.class, HARM, PutBack::choose),
          new Kind(3, FlippedBits.class, HARM, FlippedBits::choose),
          new Kind(2, Partition.class, Partition::choose),
          new Kind(1, Partition.class, Partition::aroundDc),
          new Kind(2, Partition.class, Partition::alongPlan),
          new Kind(1, Partition.class, Partition::aroundRelay),
          new Kind(1, Partition.class, Partition::acrossDc),
          new Kind(2, NoDatagrams.class, NoDatagrams::choose),
          new Kind(2, NoStreams.class, NoStreams::choose),
          new Kind(2, BadNetwork.class, BadNetwork::choose),
          new Kind(1, BadLink.class, BadLink::choose),
          new Kind(1, GrayLink.class, GrayLink::choose),
          new Kind(1, NarrowLink.class, NarrowLink::choose),
          new Kind(1, HeldMessages.class, HeldMessages::choose),
          new Kind(1, LateMessages.class, LateMessages::choose),
          new Kind(2, ClocksOff.class, ClocksOff::choose),
          new Kind(1, ClocksDrift.class, ClocksDrift::choose));

  private Faults() {}

  /**
   * One line.
   *
   * @param weight how likely it is, against the others
   * @param harms whether it destroys durable data
   * @param choice of a fault of this kind, by chance
   */
  private record Kind(
      int weight,
      Class<? extends Fault> type,
      boolean harms,
      BiFunction<RandomGenerator, Targets, Fault> choice) {
    Kind(
        int weight,
        Class<? extends Fault> type,
        BiFunction<RandomGenerator, Targets, Fault> choice) {
      this(weight, type, false, choice);
    }

    boolean isAllowed(Strife strife) {
      return strife.only().isEmpty()
          ? strife.harm() || !harms
          : strife.only().contains(type.getSimpleName());
    }
  }

  /** The names of all kinds, each once. */
  public static List<String> names() {
    return KINDS.stream().map(kind -> kind.type().getSimpleName()).distinct().toList();
  }

  /** Any fault that is allowed. */
  static Fault choose(RandomGenerator random, Targets targets, Strife strife) {
    List<Kind> allowed = KINDS.stream().filter(kind -> kind.isAllowed(strife)).toList();
    int at = random.nextInt(allowed.stream().mapToInt(Kind::weight).sum());
    int which = 0;
    while (at >= allowed.get(which).weight()) {
      at -= allowed.get(which++).weight();
    }
    return allowed.get(which).choice().apply(random, targets);
  }
}
