package io.atoll.replication;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a write goes from its coordinator: straight to the replicas of its own DC, pending ones
 * too, and once to every other DC, where the one that takes it forwards it to the others. A pure
 * value over indices in the {@link ReplicaPlan}.
 */
public final class WritePlan {
  private final long direct;
  private final List<DcForward> forwards;

  private WritePlan(long direct, List<DcForward> forwards) {
    this.direct = direct;
    this.forwards = forwards;
  }

  /** One crossing of a WAN link. */
  public static final class DcForward {
    private final int lead;
    private final long others;

    private DcForward(int lead, long others) {
      this.lead = lead;
      this.others = others;
    }

    /** The replica that takes the write. */
    public int lead() {
      return lead;
    }

    /** The replicas that it forwards the write to. */
    public ReplicaSet others() {
      return new ReplicaSet(others);
    }
  }

  /**
   * Plans a write.
   *
   * @param self the coordinator's own index
   * @param localDc its DC
   * @param alive who is to be sent to
   * @param salt varies the lead from key to key, so that it is not always the same node
   */
  public static WritePlan of(
      ReplicaRoles roles, int self, String localDc, ReplicaSet alive, int salt) {
    int local = roles.indexOf(localDc);
    List<DcForward> forwards = new ArrayList<>(roles.dcCount());
    for (int d = 0; d < roles.dcCount(); d++) {
      ReplicaSet there = roles.replicasOf(d).intersect(alive);
      if (d != local && !there.isEmpty()) {
        int lead = there.nth(Math.floorMod(salt, there.size()));
        forwards.add(new DcForward(lead, there.without(lead).bits()));
      }
    }
    ReplicaSet direct = roles.replicasOf(localDc).intersect(alive).without(self);
    return new WritePlan(direct.bits(), forwards);
  }

  /** The replicas that the coordinator sends to itself. */
  public ReplicaSet direct() {
    return new ReplicaSet(direct);
  }

  /** One per other DC with a live replica. */
  public List<DcForward> forwards() {
    return forwards;
  }
}
