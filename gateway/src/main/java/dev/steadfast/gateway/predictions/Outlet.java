package dev.steadfast.gateway.predictions;

/** A connection to one live reader. Confined to the gateway's event loop. */
interface Outlet {

    /** Whether what was sent waits for the reader, so that more must not be sent. */
    boolean full();

    void send(LiveEvent event);

    /** Shows that the connection lives, and how far the gateway has come. */
    void heartbeat(String position);

    /** Ends the connection. */
    void end();
}
