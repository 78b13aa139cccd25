package io.atoll.chaos.world;

/**
 * Which ways the store has to bring its replicas together, each of which can be left out, so that
 * the others are judged alone.
 *
 * @param readRepair a read mends the replicas that were behind
 */
public record Repairs(boolean readRepair) {
  /** All that the store has. */
  public static final Repairs ALL = new Repairs(true);
}
