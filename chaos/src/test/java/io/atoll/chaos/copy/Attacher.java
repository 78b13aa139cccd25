package io.atoll.chaos.copy;

import com.sun.tools.attach.VirtualMachine;

/** A process that loads an agent into another one, and ends. */
final class Attacher {
  private Attacher() {}

  /**
   * Attaches.
   *
   * @param args the number of the process, and the path of the agent
   */
  public static void main(String[] args) throws Exception {
    VirtualMachine process = VirtualMachine.attach(args[0]);
    try {
      process.loadAgent(args[1]);
    } finally {
      process.detach();
    }
  }
}
