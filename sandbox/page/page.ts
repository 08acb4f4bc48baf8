import { script } from './script';
import { composer } from './composer';
import { style } from './style';

/**
 * The page at `/`: every thread as its customer sees it. One self-contained document, because
 * nothing but JavaScript survives the build.
 */
export const page = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Svara sandbox</title>
<style>${style}</style>
</head>
<body>
<aside>
	<header>
		<h1>Svara sandbox</h1>
		<p id="clock"></p>
	</header>
	<nav id="threads" aria-label="Conversations"></nav>
</aside>
<main>
	<header id="person"></header>
	<section id="conversation" aria-live="polite" aria-label="Messages"></section>
	<form id="composer">
		<label class="quiet" for="words">As <span id="writer"></span></label>
		<input id="words" autocomplete="off" placeholder="Write to the business …">
		<button type="button" id="attach" title="Send a file">Attach</button>
		<input type="file" id="file" hidden accept="audio/*,image/*,video/*,application/pdf">
		<button type="button" id="record" title="Record a voice note">Record</button>
		<button id="write">Send</button>
	</form>
	<footer id="status"></footer>
</main>
<script>${script}${composer}</script>
</body>
</html>
`;
