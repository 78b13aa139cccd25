package io.atoll.chaos.hostile;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Inputs that are nearly right: each begins as one of some valid samples and is then cut, doubled,
 * spliced, and changed in a few places, with a taste for the numbers that lengths go wrong with. A
 * function of its samples and of chance.
 */
final class Garbage {
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_CHANGES = 6;
  private static final byte[] EXTREMES = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, '\r', '\n', '-'};

  private final List<byte[]> samples;
  private final RandomGenerator random;

  Garbage(List<byte[]> samples, RandomGenerator random) {
    this.samples = List.copyOf(samples);
    this.random = random;
  }

  /** Another input, of 0 to {@value #MAX_BYTES} bytes. */
  byte[] next() {
    byte[] input = sample().clone();
    int changes = random.nextInt(MAX_CHANGES + 1);
    for (int i = 0; i < changes; i++) {
      input = changed(input);
    }
    return input.length <= MAX_BYTES ? input : Arrays.copyOf(input, MAX_BYTES);
  }

  private byte[] sample() {
    return samples.get(random.nextInt(samples.size()));
  }

  private byte[] changed(byte[] input) {
    int at = input.length == 0 ? 0 : random.nextInt(input.length);
    switch (random.nextInt(7)) {
      case 0 -> {
        return Arrays.copyOf(input, at);
      }
      case 1 -> {
        return spliced(input, at, Arrays.copyOfRange(input, at, input.length));
      }
      case 2 -> {
        return spliced(input, at, sample());
      }
      case 3 -> {
        byte[] noise = new byte[1 + random.nextInt(32)];
        random.nextBytes(noise);
        return spliced(input, at, noise);
      }
      case 4 -> fill(input, at, EXTREMES[random.nextInt(EXTREMES.length)]);
      case 5 -> fill(input, at, (byte) random.nextInt());
      default -> {
        if (input.length > 0) {
          input[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
      }
    }
    return input;
  }

  /** A few bytes of one value, as a length that is out of all bounds. */
  private void fill(byte[] input, int at, byte value) {
    Arrays.fill(input, at, Math.min(input.length, at + 1 + random.nextInt(8)), value);
  }

  private static byte[] spliced(byte[] input, int at, byte[] inserted) {
    byte[] result = Arrays.copyOf(input, at + inserted.length + input.length - at);
    System.arraycopy(inserted, 0, result, at, inserted.length);
    System.arraycopy(input, at, result, at + inserted.length, input.length - at);
    return result;
  }
}
