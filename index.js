// Empty on purpose: n8n loads the nodes and credentials that package.json lists under "n8n".
