package io.atoll.chaos.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The seeds from one to another, both included.
 *
 * @param first the first
 * @param last the last, not less than the first
 */
record SeedRange(long first, long last) {
  long count() {
    return last - first + 1;
  }

  /** Reads {@code A..B}, or a single seed. */
  static final class Converter implements ITypeConverter<SeedRange> {
    @Override
    public SeedRange convert(String text) {
      int dots = text.indexOf("..");
      try {
        long first = Long.parseLong(dots < 0 ? text : text.substring(0, dots));
        long last = dots < 0 ? first : Long.parseLong(text.substring(dots + 2));
        if (last >= first) {
          return new SeedRange(first, last);
        }
      } catch (NumberFormatException noNumber) {
        // told below, like a range that runs backwards
      }
      throw new TypeConversionException(
          "'%s' is not a range of seeds: must be A..B with A not above B, such as 1..100"
              .formatted(text));
    }
  }
}
