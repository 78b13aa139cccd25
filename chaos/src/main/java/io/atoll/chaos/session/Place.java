package io.atoll.chaos.session;

/** One key of one keyspace. */
record Place(String keyspace, String key) {
  @Override
  public String toString() {
    return keyspace + "/" + key;
  }
}
