package io.atoll.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The README of the project, and the blocks of code in it. */
final class Readme {
  private static final String FENCE = "```";

  /**
   * A block of code.
   *
   * @param language as the fence names it; empty for none
   * @param firstLine number of its first line in the file, from 1
   */
  record Block(String language, int firstLine, List<String> lines) {
    /** Lines that belong together, because a backslash ends all but the last, as one. */
    List<Command> commands() {
      List<Command> commands = new ArrayList<>();
      StringBuilder command = new StringBuilder();
      int begun = firstLine;
      for (int i = 0; i < lines.size(); i++) {
        begun = command.isEmpty() ? firstLine + i : begun;
        command.append(lines.get(i)).append('\n');
        if (!lines.get(i).endsWith("\\") && !command.toString().isBlank()) {
          commands.add(new Command(begun, command.toString()));
          command.setLength(0);
        }
      }
      return commands;
    }
  }

  /** One command of a shell block. */
  record Command(int line, String text) {}

  private Readme() {}

  static List<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> page = Files.readAllLines(Path.of("../README.md"));
    for (int i = 0; i < page.size(); i++) {
      if (page.get(i).startsWith(FENCE)) {
        String language = page.get(i).substring(FENCE.length()).strip();
        int first = i + 1;
        int end = first;
        while (!page.get(end).startsWith(FENCE)) {
          end++;
        }
        blocks.add(new Block(language, first + 1, List.copyOf(page.subList(first, end))));
        i = end;
      }
    }
    return blocks;
  }

  static List<Block> blocks(String language) throws IOException {
    return blocks().stream().filter(block -> block.language().equals(language)).toList();
  }
}
