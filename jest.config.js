const { availableParallelism } = require('node:os');

/** Tests are compiled with the package (one `tsc`), so what runs here is what ships. */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/dist/test'],
	testMatch: ['**/*.test.js'],
	testTimeout: 60_000,
	// One more than there are cores: many suites wait, for a retry or a rate limit, more than they compute.
	maxWorkers: availableParallelism() + 1,
	transform: {},
};
