package io.atoll.membership;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The records of all peers, by key and by DC. All orders are those of keys and DC names. */
final class MemberTable {
  private final PeerRecord self;
  private PeerRecord[] byKey = {};
  private long[] keys = {};
  private PeerRecord[] local = {};
  private PeerRecord[] remote = {};
  private List<PeerRecord[]> remoteDcs = List.of();

  /** Never iterated over. */
  private final Map<String, PeerRecord> byName = new HashMap<>();

  MemberTable(PeerRecord self) {
    this.self = self;
  }

  PeerRecord self() {
    return self;
  }

  /** All peers, without this node. Not to be changed. */
  PeerRecord[] all() {
    return byKey;
  }

  /** The peers of our DC. Not to be changed. */
  PeerRecord[] local() {
    return local;
  }

  /** The peers of other DCs. Not to be changed. */
  PeerRecord[] remote() {
    return remote;
  }

  /** The peers of other DCs, by DC. Not to be changed. */
  List<PeerRecord[]> remoteDcs() {
    return remoteDcs;
  }

  int size() {
    return byKey.length;
  }

  /** The peer of that key, or null. */
  PeerRecord find(long key) {
    int index = Arrays.binarySearch(keys, key);
    return index < 0 ? null : byKey[index];
  }

  /** The peer of that name, or null. */
  PeerRecord find(String nodeId) {
    return byName.get(nodeId);
  }

  /** The peers of that DC that are not this node. Not to be changed. */
  PeerRecord[] dc(String dc) {
    if (dc.equals(self.peer.dc())) {
      return local;
    }
    for (PeerRecord[] members : remoteDcs) {
      if (members[0].peer.dc().equals(dc)) {
        return members;
      }
    }
    return new PeerRecord[0];
  }

  /**
   * Replaces the peers; what is known of those that stay is kept.
   *
   * @param firstSequence for new ones; higher than any that an earlier life in this member table
   *     used
   */
  void replace(Collection<Peer> peers, long firstSequence) {
    TreeMap<Long, PeerRecord> next = new TreeMap<>();
    for (Peer peer : peers) {
      if (peer.nodeId().equals(self.peer.nodeId())) {
        continue;
      }
      boolean near = peer.dc().equals(self.peer.dc());
      PeerRecord record = find(peer.nodeId());
      if (record == null) {
        record = new PeerRecord(peer, near, firstSequence);
      }
      PeerRecord other = next.put(record.key, record);
      if (record.key == self.key || other != null) {
        String twin = other == null ? self.peer.nodeId() : other.peer.nodeId();
        throw new IllegalArgumentException(
            "peers name %s and %s, which are the same on the wire: each nodeId may be named once"
                .formatted(peer.nodeId(), twin));
      }
    }
    for (Peer peer : peers) {
      PeerRecord record = next.get(PeerRecord.keyOf(peer.nodeId()));
      if (record != null) {
        record.peer = peer;
        record.local = peer.dc().equals(self.peer.dc());
      }
    }
    for (PeerRecord old : byKey) {
      old.current = next.get(old.key) == old;
    }
    index(next.values());
  }

  private void index(Collection<PeerRecord> sorted) {
    byKey = sorted.toArray(PeerRecord[]::new);
    keys = Arrays.stream(byKey).mapToLong(record -> record.key).toArray();
    byName.clear();
    sorted.forEach(record -> byName.put(record.peer.nodeId(), record));
    local = Arrays.stream(byKey).filter(record -> record.local).toArray(PeerRecord[]::new);
    remote = Arrays.stream(byKey).filter(record -> !record.local).toArray(PeerRecord[]::new);
    Map<String, List<PeerRecord>> dcs = new TreeMap<>();
    for (PeerRecord record : remote) {
      dcs.computeIfAbsent(record.peer.dc(), dc -> new ArrayList<>()).add(record);
    }
    remoteDcs = dcs.values().stream().map(list -> list.toArray(PeerRecord[]::new)).toList();
  }
}
