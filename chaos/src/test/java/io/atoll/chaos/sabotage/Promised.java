package io.atoll.chaos.sabotage;

/** What the store promises its users, and what the judge holds it to. */
enum Promised {
  ACKNOWLEDGED_LIVES("What was acknowledged is there for ever, or something that superseded it is"),
  ACKNOWLEDGED_IS_DURABLE(
      "An acknowledged write is on the disks of as many replicas as its level asks for, in the DCs"
          + " that it asks for"),
  ANSWERS_ARE_TRUE("An answer says what happened: who was asked, who answered, what it guarantees"),
  READS_SEE_WRITES("A read sees every write acknowledged before it where their levels overlap"),
  READS_NEVER_GO_BACK(
      "In a keyspace with blocking read repair, what a read has shown every later read shows whose"
          + " level overlaps"),
  SESSIONS_NEVER_GO_BACK("A read never shows less than the context that it asks for"),
  NOTHING_RETURNS(
      "What was superseded or deleted never returns, and nothing is read that nobody wrote"),
  CONCURRENT_WRITES_SURVIVE(
      "Concurrent writes are all kept as siblings; last writer wins keeps the last"),
  REPLICAS_COME_TOGETHER("Replicas of a key hold the same once the cluster has healed and settled"),
  IT_WORKS("A request whose level the live and connected nodes can meet succeeds"),
  NO_EFFECT_IS_NO_EFFECT("A request that says that nothing was attempted has no effect"),
  REQUESTS_END("Every request ends once, and at its timeout at the latest"),
  DATA_IS_WHERE_THE_RING_SAYS(
      "Data is on the nodes and racks that the ring names, and nowhere else"),
  TOPOLOGY_IS_ONE(
      "No two nodes believe different things of one epoch, and a change that is reported done is"
          + " done"),
  DROPPED_DATA_IS_GONE(
      "What was in a dropped keyspace is gone, and is not found in one of the same name"),
  EVENTS_ARE_UNIQUE("No two writes are ever the same event"),
  EVERYTHING_IS_BOUNDED("Memory, queues and calls under way stay bounded, and nothing leaks"),
  NODES_COME_BACK("A node starts again after whatever stopped it, with what it had on disk"),
  MEMBERS_ARE_SEEN("Nodes that serve are taken for alive, and those that are gone are noticed");

  private final String words;

  Promised(String words) {
    this.words = words;
  }

  /** In a sentence. */
  String words() {
    return words;
  }
}
