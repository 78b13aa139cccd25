package io.atoll.storage.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Builds a {@link Filter} of tokens in ascending order: the same one for the same tokens, however
 * often each comes.
 */
final class FilterBuilder {
  private final List<FilterPart> parts = new ArrayList<>();
  private long[] firstTokens = new long[4];
  private long builtBytes;
  private FilterPeeling peeling;

  /** Those of the part that is being collected. */
  private long[] tokens;

  private int size;

  FilterBuilder(int expectedTokens) {
    tokens = new long[Math.clamp(expectedTokens, 16, Filter.PART_TOKENS)];
  }

  void add(long token) {
    if (size > 0 && tokens[size - 1] == token) {
      return;
    }
    if (size == Filter.PART_TOKENS) {
      buildPart();
    }
    if (size == tokens.length) {
      tokens = Arrays.copyOf(tokens, Math.min(2 * size, Filter.PART_TOKENS));
    }
    tokens[size++] = token;
  }

  /** Bytes that the filter will take, about. */
  long estimateBytes() {
    return builtBytes + size + (size >> 3) + 64L;
  }

  Filter build() {
    if (size > 0) {
      buildPart();
    }
    return new Filter(parts.toArray(FilterPart[]::new), Arrays.copyOf(firstTokens, parts.size()));
  }

  private void buildPart() {
    if (peeling == null || peeling.size() != size) {
      peeling = new FilterPeeling(size);
    }
    if (parts.size() == firstTokens.length) {
      firstTokens = Arrays.copyOf(firstTokens, 2 * firstTokens.length);
    }
    firstTokens[parts.size()] = tokens[0];
    FilterPart part = peeling.build(tokens);
    parts.add(part);
    builtBytes += Long.BYTES + part.storedBytes();
    size = 0;
  }
}
