package io.atoll.node;

import io.atoll.env.DamagedFileException;
import io.atoll.env.Disk;
import io.atoll.env.DurableFile;
import io.atoll.ring.Member;
import io.atoll.ring.Partitions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What a cluster was formed of: the same text on all nodes that can ever talk to each other. A node
 * remembers the one that it was started with first, so that editing its configuration later does
 * not part it from its cluster.
 *
 * @param text one line per initial member, in the order of their ids, and the number of partitions
 */
record Genesis(String text) {
  private static final String FILE = "genesis";
  private static final int MAGIC = 0x41544c47;
  private static final int VERSION = 1;
  private static final String PARTITIONS = "; partitions ";

  static Genesis of(List<Member> members, int partitions) {
    String lines =
        members.stream()
            .sorted(Comparator.comparing(Member::nodeId))
            .map(Genesis::line)
            .collect(Collectors.joining("; "));
    return new Genesis(lines + PARTITIONS + partitions);
  }

  /** How many arcs the ring has; empty where the text does not tell. */
  OptionalInt partitions() {
    int at = text.lastIndexOf(PARTITIONS);
    try {
      return at < 0
          ? OptionalInt.empty()
          : OptionalInt.of(
              Partitions.checkCount(Integer.parseInt(text.substring(at + PARTITIONS.length()))));
    } catch (IllegalArgumentException none) {
      return OptionalInt.empty();
    }
  }

  private static String line(Member m) {
    return "%s in %s/%s weight %d at %s:%d,%d,%d,%d"
        .formatted(
            m.nodeId(),
            m.dc(),
            m.rack(),
            m.weight(),
            m.host(),
            m.gossipPort(),
            m.peerPort(),
            m.httpPort(),
            m.clientPort());
  }

  /**
   * The one that a data directory remembers, or this one, which it remembers from now on. Blocking.
   */
  Genesis remembered(Disk disk) throws IOException {
    DurableFile file = new DurableFile(disk, FILE, MAGIC, VERSION);
    Optional<byte[]> before;
    try {
      before = file.read();
    } catch (DamagedFileException damaged) {
      throw new IOException(
          "%s: delete it, and it is made anew of initialMembers and partitions, which must be what the cluster was formed of"
              .formatted(damaged.getMessage()),
          damaged);
    }
    if (before.isPresent()) {
      return new Genesis(new String(before.get(), StandardCharsets.UTF_8));
    }
    file.replace(bytes());
    return this;
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Why a node that was formed differently is not talked to, or empty when it was not. */
  Optional<String> refuse(String peerId, byte[] theirs) {
    String other = new String(theirs, StandardCharsets.UTF_8);
    if (other.equals(text)) {
      return Optional.empty();
    }
    return Optional.of(
        "the initial members differ: this node has [%s], %s has [%s]: give all nodes the same list"
            .formatted(text, peerId, other));
  }
}
