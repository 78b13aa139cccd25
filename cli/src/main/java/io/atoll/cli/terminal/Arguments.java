package io.atoll.cli.terminal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The words of a command line, in UTF-8 whatever the locale is. Java decodes them by the locale,
 * and in that of POSIX puts a question mark for each byte that is not ASCII; so where there are
 * such, they are taken from the process's own bytes, if the system shows those.
 */
public final class Arguments {
  private static final Path OWN = Path.of("/proc/self/cmdline");

  private Arguments() {}

  /**
   * The words of this process.
   *
   * @param decoded as Java decoded them
   * @throws CommandFailure when one is not UTF-8
   */
  public static String[] ofProcess(String[] decoded) {
    if (Arrays.stream(decoded).allMatch(Arguments::isAscii)) {
      return decoded;
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(OWN);
    } catch (IOException e) {
      bytes = new byte[0];
    }
    return of(decoded, bytes);
  }

  /**
   * The words of a process.
   *
   * @param commandLine its bytes, each word and a zero; the last words are those that were decoded.
   *     Empty when nobody knows
   */
  static String[] of(String[] decoded, byte[] commandLine) {
    String[] words = decoded.clone();
    int end = commandLine.length;
    for (int i = words.length - 1; i >= 0; i--) {
      if (end == 0) {
        refuseReplaced(words[i], i);
        continue;
      }
      int begin = end - 1;
      while (begin > 0 && commandLine[begin - 1] != 0) {
        begin--;
      }
      words[i] = text(commandLine, begin, end - 1, i);
      end = begin;
    }
    return words;
  }

  private static String text(byte[] commandLine, int begin, int end, int index) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(commandLine, begin, end - begin))
          .toString();
    } catch (CharacterCodingException e) {
      throw notUtf8(index);
    }
  }

  private static void refuseReplaced(String word, int index) {
    if (word.indexOf('\uFFFD') >= 0) {
      throw notUtf8(index);
    }
  }

  private static CommandFailure notUtf8(int index) {
    return new CommandFailure(
        ExitCode.USAGE, "argument %d is not UTF-8: must be, in any locale".formatted(index + 1));
  }

  private static boolean isAscii(String word) {
    return word.chars().allMatch(c -> c < 0x80);
  }
}
