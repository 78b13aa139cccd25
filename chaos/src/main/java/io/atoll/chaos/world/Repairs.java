package io.atoll.chaos.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which of the store's ways to bring its replicas together a world has. Each can be left out, so
 * that the others are judged alone.
 *
 * @param readRepair a read mends the replicas that were behind
 * @param hints who could not be written to is told what it missed
 * @param antiEntropy replicas compare what they hold
 */
public record Repairs(boolean readRepair, boolean hints, boolean antiEntropy) {
  /** All that the store has. */
  public static final Repairs ALL = new Repairs(true, true, true);

  /**
   * Whether replicas come together though nobody reads, whatever befell them. Hints do not see to
   * that: what a coordinator had under way when it was killed, or a disk has lost, nobody hints.
   */
  public boolean workWithoutReads() {
    return antiEntropy;
  }

  /** Without some of them. */
  public Repairs without(Collection<Repair> some) {
    Repairs left = this;
    for (Repair each : some) {
      left = left.without(each);
    }
    return left;
  }

  private Repairs without(Repair one) {
    return switch (one) {
      case READ_REPAIR -> new Repairs(false, hints, antiEntropy);
      case HINTS -> new Repairs(readRepair, false, antiEntropy);
      case ANTI_ENTROPY -> new Repairs(readRepair, hints, false);
    };
  }

  /** Whether one of them is on. */
  public boolean has(Repair one) {
    return switch (one) {
      case READ_REPAIR -> readRepair;
      case HINTS -> hints;
      case ANTI_ENTROPY -> antiEntropy;
    };
  }

  @Override
  public String toString() {
    List<String> on = new ArrayList<>();
    for (Repair each : Repair.values()) {
      if (has(each)) {
        on.add(each.toString());
      }
    }
    return on.isEmpty() ? "no repair" : "repaired by " + String.join(", ", on);
  }
}
