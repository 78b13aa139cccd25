package io.atoll.causal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;

@Domain(CausalDomain.class)
@Domain(DomainContext.Global.class)
class EncodedSiblingsTest {
  private static final Actor ACTOR = new Actor(3, 1);

  @Test
  void aStateIsAsNewAsItsNewestVersionAndATombstoneWhenAllAre() {
    Siblings one = put(Siblings.EMPTY, CausalContext.EMPTY, 70_000_000, false, "hello");
    check(one, false);
    Siblings deletedBeside = put(one, CausalContext.EMPTY, 90_000_000, true, "");
    assertThat(deletedBeside.versions()).hasSize(2);
    check(deletedBeside, false);
    check(put(one, one.clientContext(), 95_000_000, true, ""), true);
  }

  @Test
  void anyBytesHaveFactsOrNone() {
    SplittableRandom random = new SplittableRandom(1);
    byte[] state = put(Siblings.EMPTY, CausalContext.EMPTY, 70_000_000, false, "value").encode();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(state, random.nextInt(state.length + 4));
      for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      MemorySegment segment = MemorySegment.ofArray(bytes);
      EncodedSiblings.newestTimestamp(segment, 0, bytes.length);
      EncodedSiblings.isTombstone(segment, 0, bytes.length);
    }
    assertThat(EncodedSiblings.newestTimestamp(MemorySegment.ofArray(state), 0, state.length - 6))
        .isEqualTo(EncodedSiblings.NO_TIMESTAMP);
  }

  @Property
  void anyStateTellsWhatDecodingItTells(@ForAll Siblings siblings) {
    byte[] bytes = siblings.encode();
    MemorySegment segment = MemorySegment.ofArray(bytes);
    boolean deleted =
        !siblings.versions().isEmpty() && siblings.versions().stream().allMatch(Version::tombstone);
    assertThat(EncodedSiblings.isTombstone(segment, 0, bytes.length)).isEqualTo(deleted);
    assertThat(EncodedSiblings.newestTimestamp(segment, 0, bytes.length))
        .isEqualTo(
            siblings.versions().stream()
                .mapToLong(Version::timestamp)
                .max()
                .orElse(EncodedSiblings.NO_TIMESTAMP));
  }

  private static Siblings put(
      Siblings before, CausalContext context, long timestamp, boolean delete, String value) {
    return before.put(
        ACTOR, context, timestamp, delete, "text/plain", value.getBytes(StandardCharsets.UTF_8));
  }

  private void check(Siblings state, boolean tombstone) {
    byte[] encoded = state.encode();
    byte[] placed = new byte[encoded.length + 5];
    System.arraycopy(encoded, 0, placed, 3, encoded.length);
    MemorySegment segment = MemorySegment.ofArray(placed);
    assertThat(EncodedSiblings.newestTimestamp(segment, 3, encoded.length))
        .isEqualTo(state.maxTimestamp());
    assertThat(EncodedSiblings.isTombstone(segment, 3, encoded.length)).isEqualTo(tombstone);
  }
}
