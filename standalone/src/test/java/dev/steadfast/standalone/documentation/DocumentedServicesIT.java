package dev.steadfast.standalone.documentation;

/** The pages that start a demo of their own, or a service in another way. */
class DocumentedServicesIT extends DocumentedCommands {

    DocumentedServicesIT() {
        super(Kind.OWN);
    }
}
