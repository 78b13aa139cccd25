package io.atoll.repair;

/**
 * What a run is to compare.
 *
 * @param keyspaceId the keyspace; null for all
 * @param dc where the other replicas are; null for everywhere
 * @param member the other replica, by its number; null for all
 */
public record RepairFilter(Integer keyspaceId, String dc, Integer member) {
  /** Everything, with everybody. */
  public static final RepairFilter ALL = new RepairFilter(null, null, null);
}
