"""The certificate store: issuing and use of certificates, and waivers of paper documents."""
