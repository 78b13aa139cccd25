package io.atoll.ring;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A transition as a part of a topology's bytes. */
final class TransitionCodec {
  private TransitionCodec() {}

  /**
   * @param members of the topology
   */
  static void write(ByteWriter out, Transition transition, Collection<Member> members) {
    out.writeInt(transition.leaving().size());
    transition.leaving().forEach(out::writeInt);
    KeyspaceCodec.writeAll(out, transition.keyspaces());
    TopologyCodec.writeClaim(out, transition.claim(), members);
    out.writeInt(transition.batches());
    for (int batch = 0; batch < transition.batches(); batch++) {
      out.writeByte(transition.stageOfBatch(batch).ordinal());
    }
    for (int batch : transition.batchByPartition()) {
      out.writeVarint(batch + 1);
    }
  }

  /**
   * @param keyspaces of the topology
   * @param members of the topology
   */
  static Transition read(
      ByteReader in,
      int partitions,
      SortedMap<String, Keyspace> keyspaces,
      SortedMap<Integer, Member> members) {
    TreeSet<Integer> leaving = new TreeSet<>();
    int left = in.readIntCount(Integer.BYTES, "number of members that leave");
    for (; left > 0; left--) {
      int number = in.readInt("member that leaves");
      if (!leaving.isEmpty() && leaving.last() >= number) {
        throw TopologyCodec.unreadable(
            "member %d that leaves follows %d".formatted(number, leaving.last()), null);
      }
      leaving.add(number);
    }
    TreeMap<String, Keyspace> targets = new TreeMap<>(keyspaces);
    TreeMap<String, Keyspace> changed = KeyspaceCodec.readAll(in);
    targets.putAll(changed);
    Claim claim = TopologyCodec.readClaim(in, partitions, targets.values(), members.values());
    List<Stage> stages = new ArrayList<>();
    for (left = in.readIntCount(1, "number of batches"); left > 0; left--) {
      stages.add(stage(in.readByte("stage")));
    }
    return new Transition(claim, leaving, changed, stages, readBatches(in, partitions));
  }

  private static Stage stage(int code) {
    Stage stage = Stage.of(code);
    if (stage == null) {
      throw TopologyCodec.unreadable("there is no stage %d".formatted(code), null);
    }
    return stage;
  }

  private static int[] readBatches(ByteReader in, int partitions) {
    if (partitions > in.remaining()) {
      throw TopologyCodec.unreadable("its batches are cut short", null);
    }
    int[] batches = new int[partitions];
    for (int partition = 0; partition < partitions; partition++) {
      batches[partition] = in.readVarint(Partitions.MAX_COUNT) - 1;
    }
    return batches;
  }
}
