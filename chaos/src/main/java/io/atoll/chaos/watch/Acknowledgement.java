package io.atoll.chaos.watch;

import io.atoll.causal.Dot;
import io.atoll.chaos.history.Ending;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.storage.StorageKey;
import java.util.List;
import java.util.Set;

/**
 * A node said that a write is done; and what was on which disk at that moment.
 *
 * @param write its id in the history
 * @param nodeId who said so
 * @param dc of that node
 * @param toPeer whether to a node that had passed the write on, and not to a client
 * @param level what was asked for; null for the keyspace's own
 * @param outcome what the answer claims
 * @param places which key: in every keyspace of its name in which a replica was asked to write it
 * @param events the write events that it had become, each with who has it on disk
 */
public record Acknowledgement(
    int write,
    String nodeId,
    String dc,
    boolean toPeer,
    long atNanos,
    ConsistencyLevel level,
    Ending.Claims outcome,
    List<StorageKey> places,
    List<Event> events) {
  public Acknowledgement {
    places = List.copyOf(places);
    events = List.copyOf(events);
  }

  /**
   * A write event.
   *
   * @param onDisk nodes whose disks held it, or a state that stands for it; also those that lost it
   *     through no fault of theirs since the write was asked for
   */
  public record Event(Dot dot, Set<String> onDisk) {}

  @Override
  public String toString() {
    return "write %d was said to be done by %s to %s at %.3f ms, level %s, %s; on disk: %s"
        .formatted(
            write, nodeId, toPeer ? "a node" : "a client", atNanos / 1e6, level, outcome, events);
  }
}
