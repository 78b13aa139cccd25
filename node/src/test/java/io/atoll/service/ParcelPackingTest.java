package io.atoll.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.hints.Delivery;
import io.atoll.hints.Hint;
import io.atoll.hints.HintFormat;
import io.atoll.hints.HintSpace;
import io.atoll.ring.TokenRange;
import io.atoll.service.ParcelPacking.Packed;
import io.atoll.storage.Durability;
import io.atoll.storage.StorageKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParcelPackingTest {
  private static final int KEYSPACE = 1;
  private static final int GONE = 2;
  private static final int SPACE = HintSpace.of(3);
  private static final Delivery.Source HINTS = new Delivery.Source.Hints();

  private final MapShard shard = new MapShard();
  private final List<Packed> packed = new ArrayList<>();
  private final List<String> forgotten = new ArrayList<>();

  private final ParcelPacking.Listener listener =
      new ParcelPacking.Listener() {
        @Override
        public boolean isObsolete(Hint hint) {
          return hint.keyspaceId() == GONE;
        }

        @Override
        public void obsolete(Hint hint) {
          forgotten.add(text(hint.key()));
        }

        @Override
        public void packed(Packed parcel) {
          packed.add(parcel);
        }

        @Override
        public void cameFurther() {}

        @Override
        public void unreadable(Throwable cause) {
          throw new AssertionError(cause);
        }
      };

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void store(int keyspaceId, long token, byte[] key, byte[] value) {
    shard.update(new StorageKey(keyspaceId, token, key), Durability.SYNCED, before -> value);
  }

  private void hint(int keyspaceId, long token, String key) {
    store(SPACE, token, HintFormat.key(keyspaceId, bytes(key)), HintFormat.value(1, token));
  }

  private Packed ofHints(Delivery.Cursor after, int mostEntries, int mostBytes) {
    Delivery.Step.Pack step = new Delivery.Step.Pack(HINTS, after, mostEntries, mostBytes);
    new ParcelPacking(shard, step, listener).ofHints(SPACE);
    return packed.removeLast();
  }

  private static List<String> keys(Packed parcel) {
    return parcel.entries().stream().map(entry -> text(entry.key())).toList();
  }

  @Test
  void statesAreSentForTheirHintsAndFurtherOnesFollow() {
    for (int token = 0; token < 5; token++) {
      hint(KEYSPACE, token, "k" + token);
      store(KEYSPACE, token, bytes("k" + token), new byte[100]);
    }
    Packed first = ofHints(null, 3, 10_000);
    assertThat(keys(first)).containsExactly("k0", "k1", "k2");
    assertThat(first.hints()).extracting(Hint::token).containsExactly(0L, 1L, 2L);
    assertThat(first.bytes()).isEqualTo(3 * 102);
    assertThat(first.end()).isFalse();
    Packed second = ofHints(first.last(), 3, 10_000);
    assertThat(keys(second)).containsExactly("k3", "k4");
    assertThat(second.end()).isTrue();
  }

  @Test
  void whatIsTooMuchForOneParcelGoesIntoTheNext() {
    for (int token = 0; token < 3; token++) {
      hint(KEYSPACE, token, "k" + token);
      store(KEYSPACE, token, bytes("k" + token), new byte[100]);
    }
    Packed first = ofHints(null, 10, 150);
    assertThat(keys(first)).containsExactly("k0");
    assertThat(first.end()).isFalse();
    assertThat(keys(ofHints(first.last(), 10, 50))).as("one in any case").containsExactly("k1");
  }

  @Test
  void hintsOfWhatIsGoneOrWasNeverMadeAreForgotten() {
    hint(GONE, 0, "dropped");
    hint(KEYSPACE, 1, "undone");
    hint(KEYSPACE, 2, "there");
    store(KEYSPACE, 2, bytes("there"), new byte[1]);
    Packed parcel = ofHints(null, 10, 10_000);
    assertThat(keys(parcel)).containsExactly("there");
    assertThat(parcel.hints()).hasSize(1);
    assertThat(parcel.end()).isTrue();
    assertThat(forgotten).containsExactly("dropped", "undone");
  }

  @Test
  void anArcIsSentWithoutHints() {
    for (int token = 0; token < 4; token++) {
      store(KEYSPACE, token, bytes("k" + token), new byte[100]);
    }
    TokenRange arc = new TokenRange(1, 4);
    Delivery.Step.Pack step = new Delivery.Step.Pack(HINTS, null, 10, 10_000);
    new ParcelPacking(shard, step, listener).ofArc(KEYSPACE, arc);
    Packed parcel = packed.removeLast();
    assertThat(keys(parcel)).containsExactly("k1", "k2", "k3");
    assertThat(parcel.hints()).isEmpty();
    assertThat(parcel.end()).isTrue();
    assertThat(parcel.last().token()).isEqualTo(3);
  }
}
