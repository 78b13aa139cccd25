package io.atoll.storage.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.ring.TokenRange;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
  /** Writes down what it is shown. */
  private static final class Transcript implements EntryCodec.Visitor {
    final List<String> lines = new ArrayList<>();

    @Override
    public void put(int shard, int keyspaceId, long token, byte[] key, long before, byte[] value) {
      lines.add(
          "put %d/%d/%d/%s=%s over %d"
              .formatted(shard, keyspaceId, token, hex(key), hex(value), before));
    }

    @Override
    public void remove(int shard, int keyspaceId, long token, byte[] key, long before) {
      lines.add("remove %d/%d/%d/%s over %d".formatted(shard, keyspaceId, token, hex(key), before));
    }

    @Override
    public void dropRange(int shard, int keyspaceId, TokenRange tokens) {
      lines.add(
          "drop %d/%d/%d-%d".formatted(shard, keyspaceId, tokens.from(), tokens.toExclusive()));
    }

    private static String hex(byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
  }

  private static byte[] example() {
    FrameBuffer frame = new FrameBuffer(0);
    EntryCodec.put(frame, 7, 1, -2, new byte[] {1}, 5, new byte[] {2, 3});
    EntryCodec.put(
        frame, 0, Integer.MIN_VALUE, 0, new byte[60_000], StateWeight.UNKNOWN, new byte[0]);
    EntryCodec.remove(frame, 3, 2, 5, new byte[] {9}, StateWeight.UNKNOWN);
    EntryCodec.remove(frame, 3, 2, 6, new byte[] {9}, StateWeight.NONE);
    EntryCodec.dropRange(frame, 1, 4, new TokenRange(6, -3));
    ByteBuffer bytes = frame.finish(0).position(Frame.HEADER_BYTES);
    byte[] payload = new byte[bytes.remaining()];
    bytes.get(payload);
    return payload;
  }

  @Test
  void whatWasEncodedIsDecodedInOrder() throws MalformedEntryException {
    Transcript transcript = new Transcript();
    assertThat(EntryCodec.decode(ByteBuffer.wrap(example()), 8, transcript)).isFalse();
    assertThat(transcript.lines)
        .containsExactly(
            "put 7/1/-2/01=0203 over 5",
            "put 0/-2147483648/0/" + "00".repeat(60_000) + "= over -1",
            "remove 3/2/5/09 over -1",
            "remove 3/2/6/09 over 0",
            "drop 1/4/6--3");
  }

  @Test
  void aDropOfARangeThatRunsBackwardsIsRefused() {
    FrameBuffer frame = new FrameBuffer(0);
    EntryCodec.dropRange(frame, 1, 4, new TokenRange(6, 9));
    ByteBuffer payload = frame.finish(0).position(Frame.HEADER_BYTES);
    payload.putLong(payload.limit() - Long.BYTES, 6);
    assertThatThrownBy(() -> EntryCodec.decode(payload, 8, new Transcript()))
        .isInstanceOf(MalformedEntryException.class)
        .hasMessageContaining("from 0000000000000006 to 0000000000000006 is empty");
  }

  @Test
  void withoutWeightsEntriesAreTheSameOtherwise() throws MalformedEntryException {
    FrameBuffer frame = new FrameBuffer(0);
    EntryCodec.put(frame, 7, 1, -2, new byte[] {1}, 5, new byte[] {2, 3});
    EntryCodec.remove(frame, 3, 2, 6, new byte[] {9}, StateWeight.NONE);
    EntryCodec.dropRange(frame, 1, 4, new TokenRange(6, -3));
    FrameBuffer plain = frame.unweighed();
    assertThat(plain.payloadBytes()).isEqualTo(frame.payloadBytes() - 16);
    assertThat(plain.shardCount()).isEqualTo(3);
    Transcript transcript = new Transcript();
    EntryCodec.decode(plain.finish(0).position(Frame.HEADER_BYTES), 8, transcript);
    assertThat(transcript.lines)
        .containsExactly("put 7/1/-2/01=0203 over -1", "remove 3/2/6/09 over -1", "drop 1/4/6--3");
  }

  @Test
  void aSealEndsTheSegment() throws MalformedEntryException {
    FrameBuffer frame = new FrameBuffer(0);
    EntryCodec.seal(frame);
    ByteBuffer payload = frame.finish(0).position(Frame.HEADER_BYTES);
    assertThat(EntryCodec.decode(payload, 1, new Transcript())).isTrue();
  }

  @Test
  void anyBytesAreDecodedOrRefusedAndNeverMore() {
    SplittableRandom random = new SplittableRandom(11);
    byte[] good = example();
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes;
      if (i % 2 == 0) {
        bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
        if (bytes.length > 0) {
          bytes[0] = (byte) random.nextInt(8);
        }
      } else {
        bytes = java.util.Arrays.copyOf(good, random.nextInt(40));
        if (bytes.length > 0) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
      try {
        EntryCodec.decode(ByteBuffer.wrap(bytes), 8, new Transcript());
      } catch (MalformedEntryException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(30_000, 49_999);
  }
}
