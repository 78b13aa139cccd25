package io.atoll.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * The standard output of this process, which remembers that something could not be written: print
 * streams keep that to themselves. Callable from any thread.
 */
public final class StandardOutput extends OutputStream {
  private final OutputStream out;
  private volatile IOException failure;

  public StandardOutput() {
    this(new FileOutputStream(FileDescriptor.out));
  }

  StandardOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /**
   * The exit code of a command, which has not succeeded when its output did not arrive. Says why,
   * unless the reader has had enough, as {@code head} has after some lines.
   *
   * @param exitCode what the command itself answered
   */
  public int exitCode(int exitCode, PrintStream err) {
    IOException why = failure;
    if (why == null) {
      return exitCode;
    }
    if (String.valueOf(why.getMessage()).contains("Broken pipe")) {
      return ExitCode.READER_GONE;
    }
    err.println("atoll: the output cannot be written: " + CommandFailure.reason(why));
    return exitCode == ExitCode.OK ? ExitCode.FAILURE : exitCode;
  }
}
