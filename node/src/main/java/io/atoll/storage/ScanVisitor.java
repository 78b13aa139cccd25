package io.atoll.storage;

/** What a scan shows its entries to. */
@FunctionalInterface
public interface ScanVisitor {
  /**
   * One entry, in ascending order of token and key.
   *
   * @param key not to be changed
   * @param value not to be changed
   * @return false to stop behind this entry
   */
  boolean visit(long token, byte[] key, byte[] value);
}
